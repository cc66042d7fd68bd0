"""What somebody has clicked together on the page “Explore”, as a value.

A draft is a tree of texts, and it is what the page's form and its address say:

    kind=conversion&steps.1.event=visit&steps.2.event=order&within=7d

`addresses` reads and writes that, `shapes` says which parts each kind has, `edits` adds and removes
them, `specs` makes the metric's definition of it and `drafts` the way back; `times` knows what
“last month” is. A draft may be unfinished: a filter without a value yet is no filter yet.
"""
