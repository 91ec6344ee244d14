"""Rows, files and the report page; private names become pseudonyms on the way out."""
