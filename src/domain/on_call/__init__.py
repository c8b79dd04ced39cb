"""Who is asked first, and when: rotations, who stands in for whom, and who is away."""
