"""The page “Explore”: what to choose from, the answer, who is behind it, the same as a file.

`views` names the shapes, `choices` and `blocks` fill the form, `asking` makes the question of a
draft, `answering` draws what came back, one module in `figures` for each way of drawing.
"""
