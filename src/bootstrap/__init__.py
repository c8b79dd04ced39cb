"""The only place that wires: settings, containers, processes."""
