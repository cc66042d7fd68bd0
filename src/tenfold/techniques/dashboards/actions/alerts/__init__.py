"""Of alerts: making and changing them, looking whether they fire, telling, taking incidents."""
