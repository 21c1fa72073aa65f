"""From a folder of YAML, or from tables, to a dataset, with every fault by file and line."""

from govrank.folder.check import check_folder, compile_folder
from govrank.folder.database import check_database
from govrank.folder.laid import Laid, lay_over
from govrank.folder.nodes import Fault

__all__ = ["Fault", "Laid", "check_database", "check_folder", "compile_folder", "lay_over"]
