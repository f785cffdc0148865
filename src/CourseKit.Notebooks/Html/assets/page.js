(() => {
  'use strict';

  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const charts = [];
  let printing = false;

  // Formulas: every .math element holds its TeX. \newcommand in one cell counts for the cells below, as in Jupyter.
  function typeset() {
    const macros = {};
    for (const element of document.querySelectorAll('.math')) {
      if (typeof katex === 'undefined') {
        element.classList.add('pending');
        continue;
      }
      const tex = element.textContent;
      katex.render(tex, element, {
        displayMode: element.classList.contains('display'),
        throwOnError: false,
        strict: 'ignore',
        globalGroup: true,
        macros,
      });
    }
  }

  // Charts: what a figure leaves open is filled from the page's colours; backgrounds always are the page's own.
  const lightColours = ['#1f6fc4', '#d9601a', '#1a8f63', '#a8479b', '#c48a00', '#3aa0c9', '#7d5bd0', '#8a5a44'];
  const darkColours = ['#6fb1ff', '#ff9b61', '#5fd0a2', '#e08fd3', '#f0c14b', '#7fd4f2', '#b39bff', '#cfa08a'];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function palette() {
    return printing
      ? { text: '#1d2129', grid: '#e6e9ef', line: '#9aa3b0', page: '#ffffff', colours: lightColours }
      : {
          text: colour('--text'),
          grid: colour('--grid'),
          line: colour('--muted'),
          page: colour('--page'),
          colours: darkness.matches ? darkColours : lightColours,
        };
  }

  function styled(figure, width) {
    const look = palette();
    const axis = { gridcolor: look.grid, linecolor: look.line, zerolinecolor: look.grid, tickcolor: look.line, automargin: true };
    const layout = structuredClone(figure.layout ?? {});
    const own = layout.template?.layout ?? {};
    const narrow = width < 520;
    layout.template = {
      data: layout.template?.data ?? {},
      layout: {
        colorway: look.colours,
        hoverlabel: { font: { family: 'inherit' } },
        margin: narrow ? { l: 44, r: 12, t: 48, b: 44 } : { l: 60, r: 24, t: 56, b: 52 },
        ...own,
      },
    };
    layout.paper_bgcolor = 'rgba(0,0,0,0)';
    layout.plot_bgcolor = 'rgba(0,0,0,0)';
    layout.font = { size: narrow ? 11 : 13, ...layout.font, color: look.text, family: getComputedStyle(document.body).fontFamily };
    layout.template.layout.xaxis = { ...axis, ...own.xaxis };
    layout.template.layout.yaxis = { ...axis, ...own.yaxis };
    for (const [name, value] of Object.entries(layout)) {
      if (/^[xy]axis\d*$/.test(name) && value && typeof value === 'object') {
        for (const part of ['gridcolor', 'linecolor', 'zerolinecolor', 'tickcolor']) {
          if (part in value) { value[part] = axis[part]; }
        }
      }
    }
    if (layout.legend?.bgcolor) { layout.legend.bgcolor = 'rgba(0,0,0,0)'; }
    layout.height ??= narrow ? 340 : 440;
    layout.autosize = layout.width === undefined;
    if (printing) {
      layout.width = Math.min(layout.width ?? 660, 660);
      layout.autosize = false;
    }
    return layout;
  }

  function config(figure) {
    return { displaylogo: false, ...figure.config, responsive: true };
  }

  function redraw(chart) {
    Plotly.react(chart.element, structuredClone(chart.figure.data ?? []), styled(chart.figure, chart.element.clientWidth), config(chart.figure));
  }

  async function draw() {
    for (const element of document.querySelectorAll('.plotly-graph')) {
      if (typeof Plotly === 'undefined') {
        element.firstElementChild.append(' (The chart needs the network, and plotly.js could not be loaded.)');
        continue;
      }
      const figure = JSON.parse(element.parentElement.querySelector('script[type="application/json"]').textContent);
      element.replaceChildren();
      await Plotly.newPlot(element, structuredClone(figure.data ?? []), styled(figure, element.clientWidth), config(figure));
      element.classList.add('drawn');
      charts.push({ element, figure });
    }
  }

  function redrawAll() {
    charts.forEach(redraw);
  }

  // Tables scroll by themselves, so that the page does not.
  function wrapTables() {
    for (const table of document.querySelectorAll('main table')) {
      if (!table.parentElement.closest('table, .scroll, .plotly-graph')) {
        const scroll = document.createElement('div');
        scroll.className = 'scroll';
        table.replaceWith(scroll);
        scroll.append(table);
      }
    }
  }

  function addCopyButtons() {
    if (!navigator.clipboard) { return; }
    for (const source of document.querySelectorAll('.source')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(source.querySelector('code').textContent);
        button.textContent = 'Copied';
        setTimeout(() => { button.textContent = 'Copy'; }, 1500);
      });
      source.append(button);
    }
  }

  function prepareContents() {
    const contents = document.querySelector('.contents');
    if (!contents) { return; }
    const details = contents.querySelector('details');
    const wide = matchMedia('(min-width: 76rem)');
    const adapt = () => { details.open = wide.matches; };
    adapt();
    wide.addEventListener('change', adapt);
    contents.querySelector('summary').addEventListener('click', (event) => { if (wide.matches) { event.preventDefault(); } });

    const sources = [...document.querySelectorAll('.source')];
    const fold = contents.querySelector('.fold-all');
    fold.hidden = sources.length === 0;
    const name = () => { fold.textContent = sources.some((source) => source.open) ? 'Fold all code' : 'Show all code'; };
    name();
    fold.addEventListener('click', () => {
      const open = !sources.some((source) => source.open);
      sources.forEach((source) => { source.open = open; });
      name();
    });

    const links = [...contents.querySelectorAll('a')];
    const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      let current = -1;
      targets.forEach((target, i) => { if (target.getBoundingClientRect().top < innerHeight * 0.3) { current = i; } });
      links.forEach((link, i) => { if (i === current) { link.setAttribute('aria-current', 'true'); } else { link.removeAttribute('aria-current'); } });
    };
    addEventListener('scroll', mark, { passive: true });
    mark();
  }

  typeset();
  wrapTables();
  addCopyButtons();
  prepareContents();
  draw().then(() => { document.documentElement.dataset.ready = 'true'; });
  darkness.addEventListener('change', redrawAll);
  addEventListener('beforeprint', () => { printing = true; redrawAll(); });
  addEventListener('afterprint', () => { printing = false; redrawAll(); });
})();
