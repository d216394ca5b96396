"""The replay page: one HTML file that shows a run, to be opened without network or program.

Python says what is the case and what each cell knew of it (`pictures`, `knowledge`), fits mean elements to what
satellites fly (`arcs`) and writes it all into one document (`document`); `assembly` joins that with the page's own
files in `assets`. The page draws; it never decides.
"""
