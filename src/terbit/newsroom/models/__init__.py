from terbit.newsroom.models.about import ArticlePerson, ArticleTopic
from terbit.newsroom.models.archived_comment import ArchivedComment
from terbit.newsroom.models.article import Article
from terbit.newsroom.models.byline import Byline
from terbit.newsroom.models.contributor import Contributor, FormerAccount
from terbit.newsroom.models.failure import ScheduleFailure
from terbit.newsroom.models.person import Office, Person, PersonAlias
from terbit.newsroom.models.publication import Publication
from terbit.newsroom.models.redirect import Redirect
from terbit.newsroom.models.section import Section
from terbit.newsroom.models.standing_page import StandingPage
from terbit.newsroom.models.statement import Statement
from terbit.newsroom.models.topic import Topic, TopicAlias

__all__ = [
    "ArchivedComment",
    "Article",
    "ArticlePerson",
    "ArticleTopic",
    "Byline",
    "Contributor",
    "FormerAccount",
    "Office",
    "Person",
    "PersonAlias",
    "Publication",
    "Redirect",
    "ScheduleFailure",
    "Section",
    "StandingPage",
    "Statement",
    "Topic",
    "TopicAlias",
]
