"""What a build does, step by step; knows nothing of the scheduler that says when."""
