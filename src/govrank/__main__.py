import sys

from govrank.cli.main import main

sys.exit(main())
