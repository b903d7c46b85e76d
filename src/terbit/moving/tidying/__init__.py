"""*Rapikan topik*: topics that say the same are merged, those that say nothing dropped, each as an editor decides."""
