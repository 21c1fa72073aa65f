"""China's yearly evaluation of government websites, to be asked offline."""

__version__ = "1.0.0"
