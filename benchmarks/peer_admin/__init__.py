"""Django's admin over the same table, set up as its documentation has it: what a team of Django users would
try first. `HISTORY` names the SQLite file, which holds its accounts and sessions too."""
