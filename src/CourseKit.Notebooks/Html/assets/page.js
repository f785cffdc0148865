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
      try {
        katex.render(tex, element, {
          displayMode: element.classList.contains('display'),
          strict: 'ignore',
          globalGroup: true,
          macros,
        });
      } catch (error) {
        element.classList.add('katex-error');
        element.title = error.message;
        element.textContent = tex;
      }
      keepStop(element);
    }
  }

  // A browser would break the line between a formula and the full stop after it.
  function keepStop(element) {
    const text = element.nextSibling;
    const stop = text?.nodeType === Node.TEXT_NODE && /^[.,;:!?)\]]+/.exec(text.data)?.[0];
    const last = element.querySelector('.katex-html > :last-child');
    if (!stop || !last || element.classList.contains('display')) { return; }
    const together = document.createElement('span');
    const mark = document.createElement('span');
    together.className = 'together';
    mark.className = 'stop';
    mark.textContent = stop;
    last.replaceWith(together);
    together.append(last, mark);
    text.data = text.data.slice(stop.length);
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

  // Colours that a figure chose for white paper are too dim on a dark page.
  function legible(hex) {
    const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)?.slice(1).map((part) => parseInt(part, 16));
    if (!parts || 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 140) { return hex; }
    return '#' + parts.map((part) => Math.round(part + 0.25 * (255 - part)).toString(16).padStart(2, '0')).join('');
  }

  function traces(figure) {
    const data = structuredClone(figure.data ?? []);
    if (darkness.matches && !printing) {
      for (const part of data.flatMap((trace) => [trace, trace.line, trace.marker, trace.marker?.line])) {
        for (const name of ['color', 'fillcolor']) {
          if (typeof part?.[name] === 'string') { part[name] = legible(part[name]); }
          if (Array.isArray(part?.[name])) { part[name] = part[name].map((one) => (typeof one === 'string' ? legible(one) : one)); }
        }
      }
    }
    return data;
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
    if (narrow && layout.legend?.x === undefined) {
      layout.legend = { ...layout.legend, orientation: 'h', x: 0, xanchor: 'left', y: -0.3, yanchor: 'top' };
    }
    fit(layout, printing ? Math.min(width, 660) : width);
    return layout;
  }

  // A chart about as wide as the column fills it, a small one stays small, and pictures keep their proportions.
  function fit(layout, width) {
    const wanted = layout.width ?? width;
    const anchored = Object.entries(layout).filter(([name, axis]) => /^[xy]axis\d*$/.test(name) && axis?.scaleanchor);
    const isPicture = anchored.some(([, axis]) => axis.visible === false);
    layout.height ??= width < 520 ? 340 : 440;
    if (anchored.length > 0 && wanted > width) {
      const shrink = width / wanted;
      // A square chart keeps room for its titles and its legend.
      layout.height = Math.round(isPicture ? layout.height * shrink : Math.min(layout.height, Math.max(layout.height * shrink, 380)));
      for (const label of isPicture ? layout.annotations ?? [] : []) {
        if (label.font?.size) { label.font.size = Math.max(8, label.font.size * shrink); }
      }
    }
    layout.width = isPicture || wanted < 0.8 * width ? Math.min(wanted, width) : width;
    layout.autosize = false;
  }

  function config(figure) {
    return { displaylogo: false, ...figure.config, responsive: false };
  }

  function redraw(chart) {
    Plotly.react(chart.element, traces(chart.figure), styled(chart.figure, chart.element.clientWidth), config(chart.figure));
  }

  // The small plotly.js draws a type that it does not know as an empty plane; asking its schema takes time.
  function missingType(figure) {
    const types = (figure.data ?? []).map((trace) => trace.type ?? 'scatter');
    return types.find((type) => !['scatter', 'bar', 'heatmap', 'contour', 'box'].includes(type) && !Plotly.PlotSchema.get().traces[type]);
  }

  async function draw() {
    for (const element of document.querySelectorAll('.plotly-graph')) {
      if (typeof Plotly === 'undefined') {
        element.style.minHeight = 0;
        element.firstElementChild.append(' (The chart needs the network, and plotly.js could not be loaded.)');
        continue;
      }
      const figure = JSON.parse(element.parentElement.querySelector('script[type="application/json"]').textContent);
      const missing = missingType(figure);
      if (missing) {
        element.style.minHeight = 0;
        element.firstElementChild.append(` (Charts of type "${missing}" need the full plotly.js, which is not in this page.)`);
        continue;
      }
      element.replaceChildren();
      await Plotly.newPlot(element, traces(figure), styled(figure, element.clientWidth), config(figure));
      element.classList.add('drawn');
      charts.push({ element, figure });
    }
  }

  function redrawAll() {
    charts.forEach(redraw);
  }

  function followWidth() {
    let width = innerWidth;
    let timer = 0;
    addEventListener('resize', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (innerWidth !== width && !printing) {
          width = innerWidth;
          redrawAll();
        }
      }, 150);
    });
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
  followWidth();
  darkness.addEventListener('change', redrawAll);
  addEventListener('beforeprint', () => { printing = true; redrawAll(); });
  addEventListener('afterprint', () => { printing = false; redrawAll(); });
})();
