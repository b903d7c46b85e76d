/* Links of stories in the rich text editor, and what is pasted into it; the other half is
   terbit/newsroom/draftail.py. Characters, links and empty paragraphs are cleaned when a story is saved. */
(() => {
  const { DraftJS, React, draftail } = window;
  const COPIED_HERE = '[data-draftjs-conductor-fragment]';
  /* Elements whose words are not part of the text: Draft.js would paste them. */
  const DEBRIS = 'script, style, template, noscript, iframe, svg, button, select, .msocomanchor, .msocomtxt';

  const cleaned = (html) => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    if (body.querySelector(COPIED_HERE)) return null;
    body.querySelectorAll(DEBRIS).forEach((element) => element.remove());
    body.querySelectorAll('td + td, th + th, th + td').forEach((cell) => cell.prepend(' '));
    body.querySelectorAll('img').forEach((image) => {
      image.replaceWith(image.matches('.emoji') ? image.alt : '');
    });
    return body.innerHTML;
  };

  const paste = (text, html, editorState, { setEditorState }) => {
    const markup = html && cleaned(html);
    const { contentBlocks, entityMap } = (markup && DraftJS.convertFromHTML(markup)) || {};
    if (!contentBlocks || !contentBlocks.length) return 'not-handled';
    const pasted = DraftJS.ContentState.createFromBlockArray(contentBlocks, entityMap).getBlockMap();
    const content = DraftJS.Modifier.replaceWithFragment(
      editorState.getCurrentContent(),
      editorState.getSelection(),
      pasted,
    );
    setEditorState(DraftJS.EditorState.push(editorState, content, 'insert-fragment'));
    return 'handled';
  };

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

  const icon = (name) =>
    React.createElement(
      'svg',
      { className: `icon icon-${name}`, 'aria-hidden': true },
      React.createElement('use', { href: `#icon-${name}` }),
    );

  const ArticleLink = (props) => {
    const { title, url } = props.contentState.getEntity(props.entityKey).getData();
    const state = url ? icon('doc-full-inverse') : icon('warning');
    return React.createElement(draftail.TooltipEntity, {
      ...props,
      icon: state,
      label: title || '',
      url,
    });
  };

  const plugins = draftail.registerPlugin(
    { type: 'ARTICLE', source: ArticleLinkSource, decorator: ArticleLink, onPaste: paste },
    'entityTypes',
  );

  class LinkSource extends plugins.LINK.source {
    getChooserConfig(entity, selectedText) {
      const link = entity && entity.getType() === 'LINK' ? entity : null;
      const config = super.getChooserConfig(link, selectedText);
      const { beginsWith, chooserUrls } = this.props.entityType;
      return link || !beginsWith ? config : { ...config, url: chooserUrls[beginsWith] };
    }
  }

  draftail.registerPlugin({ ...plugins.LINK, source: LinkSource }, 'entityTypes');
})();
