"""Reading the exports of other systems into neutral records. Plain Python: no Django, no database."""
