"""What each problem asks, as pytest tests run inside the `practice` process: one file a problem."""
