from django.dispatch import Signal

# A story that readers see: as they saw it until now, and as they see it from now on; in the transaction of the change.
seen = Signal()
# Topics whose stories are others from now on, by merging or undoing it; in the transaction of the change.
regrouped = Signal()
