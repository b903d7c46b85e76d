from terbit.newsroom.blocks.body import Body

__all__ = ["Body"]
