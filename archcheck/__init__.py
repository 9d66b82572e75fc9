"""archcheck keeps a repository in the shape its team has decided on."""

__version__ = "0.1.0"
