/* Links of stories in the rich text editor; the other half is terbit/newsroom/draftail.py. */
(() => {
  const { React, draftail } = window;

  class ArticleLinkSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.articleChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData({ id, title, url }) {
      return { id, title, url };
    }
  }

  const ArticleLink = (props) => {
    const { title, url } = props.contentState.getEntity(props.entityKey).getData();
    const icon = url ? 'doc-full-inverse' : 'warning';
    return React.createElement(draftail.TooltipEntity, { ...props, icon, label: title || '', url });
  };

  const plugins = draftail.registerPlugin(
    { type: 'ARTICLE', source: ArticleLinkSource, decorator: ArticleLink },
    'entityTypes',
  );

  class LinkSource extends plugins.LINK.source {
    getChooserConfig(entity, selectedText) {
      const config = super.getChooserConfig(entity, selectedText);
      const { beginsWith, chooserUrls } = this.props.entityType;
      return entity || !beginsWith ? config : { ...config, url: chooserUrls[beginsWith] };
    }
  }

  draftail.registerPlugin({ ...plugins.LINK, source: LinkSource }, 'entityTypes');
})();
