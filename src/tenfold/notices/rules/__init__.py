"""Pure decisions of this room: no rows, no clock, no input or output."""
