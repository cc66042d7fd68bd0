"""What can be done with annotations. One transaction each."""
