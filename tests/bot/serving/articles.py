"""Articles and drafts for the served pages; all of it made up."""

SHARED = """Lindow ferry to sail all night

The ferry across Lindow Water will sail all night from the first of May, the harbour board said on Monday.

“We have waited long enough for this,” said Ada Moor, who chairs the board. “The last boat has left at ten since 1962.”

The crossing will cost 4 crowns, Moor said, and children go free.

Bo Lindqvist, the ferry's captain, doubted that anybody would come. “I will sail an empty boat at three in the morning,” he said. “But I will sail it.”
"""
SECRET = """Zanzibar vault opened

The Zanzibar vault was opened with a copper key on Thursday, the keepers told the assembly.

“The copper key was hidden below the altar,” said Quirin Zeller, the keeper of the vault.
"""
SECOND_SECRET = """Osmium cellar flooded

The Osmium cellar was flooded on Friday, said Ulla Brandt, the warden.
"""
OLD = """The pier will be mended

The pier will be mended in spring, the council said.

“It will cost 12 crowns a plank,” said Ada Moor.

Nobody was hurt.
"""
NEW = """The pier will be mended

The pier will be mended in autumn, the council said.

“It will cost 15 crowns a plank,” said Ada Moor.

Nobody was hurt.

The work takes a month.
"""
DRAFT = """“We have waited long enough for this,” said Ada Moor.

“The last boat has left at eleven since 1962,” said Ada Moor.

“I will sail an empty boat at three in the morning,” said Ada Moor.

“The moon is made of old ferry tickets,” said Bo Lindqvist.
"""
