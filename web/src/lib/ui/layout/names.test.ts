import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import Cover from './Cover.svelte';
import ListRow from './ListRow.svelte';
import { createRawSnippet } from 'svelte';

// Written from right to left, it would pull the words beside it along.
const name = 'משפחה';

test('a name does not reorder the text beside it', () => {
  render(ListRow, { name, quiet: '3' });
  render(Cover, { name, href: '/', quiet: '3', picture: createRawSnippet(() => ({ render: () => '<i></i>' })) });
  const shown = screen.getAllByText(name);
  expect(shown.map(({ tagName }) => tagName)).toEqual(['BDI', 'BDI']);
});
