package dictionaries

//go:generate go run ./internal/build
