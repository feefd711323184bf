"""The commands: arguments and messages only. What they do stands below; each imports it when it is run."""
