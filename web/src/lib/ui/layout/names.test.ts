import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Cover from './Cover.svelte';
import ListRow from './ListRow.svelte';
import { createRawSnippet } from 'svelte';

// A right-to-left name would reorder the text beside it.
const name = 'משפחה';

test('a name does not reorder the text beside it', () => {
  render(ListRow, { name, detail: '3' });
  render(Cover, { name, href: '/', detail: '3', image: createRawSnippet(() => ({ render: () => '<i></i>' })) });
  const shown = screen.getAllByText(name);
  expect(shown.map(({ tagName }) => tagName)).toEqual(['BDI', 'BDI']);
});
