"""Door two: Microsoft Teams. An Entra token becomes a person, and Baton is a tab."""
