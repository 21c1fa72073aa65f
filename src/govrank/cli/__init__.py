"""The command line: options in, rows to stdout, words to stderr.

The garbage collector is off from here on. What a command imports and loads lives to the end,
and looking through it for garbage takes a tenth of the start.
"""

import gc

gc.disable()
