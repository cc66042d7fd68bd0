"""What is known of annotations: the list, one of them, the marks on a chart."""
