"""How much a file may ask of us: whatever passes one of these is refused with a remedy."""

MIB = 2**20

# A line that long is no row: most likely a binary file, or one without line ends.
LONGEST_LINE = 10 * MIB

# Past these a quotation mark that was opened is taken for a slip, not for a long cell.
LONGEST_QUOTE_LINES = 200
LONGEST_QUOTE = MIB

# A file with so many slips gets less patience, or each would cost a look at 200 lines.
MANY_SLIPS = 1_000
SHORTEST_QUOTE_LINES = 10

# What a workbook's parts may come to, unpacked; and how far one part may be blown up.
LARGEST_WORKBOOK = 400 * MIB
LARGEST_BLOWN_UP = 50 * MIB
STEEPEST_RATIO = 1_000

# A workbook inside a gzip is held in memory before it is opened.
LARGEST_INNER_WORKBOOK = 100 * MIB

# python-calamine lays a sheet out densely, at some 24 bytes a cell.
MOST_CELLS = 30_000_000

# JSON is held in memory whole, at several times its size.
LARGEST_JSON = 256 * MIB
LARGEST_JSON_UNPACKED = 1024 * MIB
MOST_COLUMNS = 2_000
MOST_ITEMS = 10
DEEPEST = 6
