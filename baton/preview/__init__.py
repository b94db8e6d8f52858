"""The preview: a module in the browser as a learner sees it, while it is being written."""
