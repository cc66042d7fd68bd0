"""Pure decisions: no rows, no clock, no input or output.

catalogue, sources, uploads   what may be said of them
formats       how a file is written
numbers       texts that are numbers, in either half of the world
times         texts that are times, and the hours that a change of the clock repeats or leaves out
expressions   the small language in which columns combine
mapping       what a row means, as a frozen value with a documented form
rows          rows -> envelopes, by a mapping
identity      which row is which, so that nothing is imported twice and nothing is lost
guessing      what the columns of an unknown file probably are, and what to ask
"""
