// A room is being furnished.
