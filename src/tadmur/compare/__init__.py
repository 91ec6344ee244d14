"""How claims about the same matter stand to each other."""
