import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml, html, trusted } from '../../../runtime/report/markup.ts';

describe('html', () => {
  it('escapes what is put in, in text and in attributes', () => {
    const name = `<script>alert("1")</script> & 'x'`;
    expect(html`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">' +
        '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>',
    );
  });

  it('keeps markup that is markup already, joins lists and leaves out null and false', () => {
    expect(html`<ul>${[html`<li>a</li>`, 'b<']}${null}${false}${0}</ul>`.text).toBe('<ul><li>a</li>b&lt;0</ul>');
    expect(html`${trusted('<b>')}`.text).toBe('<b>');
  });

  it('replaces what no document may hold', () => {
    expect(escapeHtml('a\0b\x1bc\ud800d\t\ne😀')).toBe('a\ufffdb\ufffdc\ufffdd\t\ne😀');
  });

  it('never lets a user value open a tag, an attribute or an entity of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/);
      }),
    );
  });
});
