from terbit.pictures.models.media_file import MediaFile
from terbit.pictures.models.picture import Picture, Rendition

__all__ = ["MediaFile", "Picture", "Rendition"]
