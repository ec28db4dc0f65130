"""A förbund's budget: heads × months, who pays, insatser, and the plan years, from an allocation and the inputs."""
