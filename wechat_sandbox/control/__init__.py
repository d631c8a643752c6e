"""The control API under `/_sandbox`: how tests and demonstrations play people and disturb the wire."""
