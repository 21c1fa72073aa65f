import sys

from govrank.cli import main

sys.exit(main())
