/* The body's blocks in the editor; the other half is in terbit/newsroom/blocks/. */
(() => {
  const { ListBlockDefinition, StreamBlockDefinition } = window.wagtailStreamField.blocks;
  const IMPORTED_ONLY = ['safe_html'];

  /* The menu of blocks, without those that only imports make; what is there can be edited and deleted. */
  class BodyDefinition extends StreamBlockDefinition {
    constructor(name, groups, initialStates, meta) {
      super(name, groups, initialStates, meta);
      this.groupedChildBlockDefs = groups
        .map(([group, blocks]) => [group, blocks.filter((block) => !IMPORTED_ONLY.includes(block.name))])
        .filter(([, blocks]) => blocks.length);
    }
  }

  /* “Choose several” fills the list from one dialogue. */
  class ReadAlsoDefinition extends ListBlockDefinition {
    render(placeholder, prefix, initialState, initialError, capabilities) {
      const list = super.render(placeholder, prefix, initialState, initialError, capabilities);
      const { label, url } = this.meta.chooseSeveral;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button button-small button-secondary';
      button.textContent = label;
      button.addEventListener('click', () => this.chooseSeveral(list, url));
      list.container[0].append(button);
      return list;
    }

    chooseSeveral(list, url) {
      const fill = (stories) => {
        const empty = list.children.filter((child) => !child.block.getState()).map((child) => child.index);
        empty.reverse().forEach((index) => list.deleteBlock(index));
        const room = this.meta.maxNum - list.children.length;
        stories.slice(0, Math.max(room, 0)).forEach((story) => list.insert(story, list.children.length, {}));
      };
      window.ModalWorkflow({
        url: `${url}?multiple=1`,
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: fill },
      });
    }
  }

  window.telepath.register('terbit.newsroom.Body', BodyDefinition);
  window.telepath.register('terbit.newsroom.ReadAlso', ReadAlsoDefinition);
})();
