import { expect, test } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { button, closeDevices, holdToast, signIn, tileOf, tiles } from './app.ts';
import { checkScreen, openStillPage } from './check-screen.ts';
import { albumPath, createTestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

test('the dates and captions of a selection are changed, shown at once, and restored by undo', async ({ browser }) => {
  test.setTimeout(180_000);
  const fixture = await createTestLibrary({ owner: OWNER, photos: 3 });
  const [first = ''] = fixture.items;
  const page = await openStillPage(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expect(tiles(page)).toHaveCount(3);
  const select = async (items: readonly string[], action = 'item_date'): Promise<void> => {
    await button(page, ko('selection_begin')).click();
    for (const item of items) await tileOf(page, item).click();
    await button(page.getByRole('group', { name: ko('selection_actions') }), ko(action)).click();
  };
  const dialog = page.getByRole('dialog');
  const order = () => tiles(page).evaluateAll((all) => all.map((tile) => (tile as HTMLElement).dataset['item']));

  await test.step('moved', async () => {
    await select([first]);
    await dialog.getByRole('radio', { name: ko('info_dates_shift') }).check();
    await dialog.getByLabel(ko('info_shift_days'), { exact: true }).fill('40');
    await expect(dialog.getByRole('listitem')).toContainText('2019년 6월 10일');
    await checkScreen(page, 'change dates');
    await button(dialog, ko('info_change_dates', { count: 1 })).click();
    const undo = await holdToast(page, ko('batch_date_done', { count: 1 }));
    await expect.poll(order).toEqual([fixture.items[1], fixture.items[2], first]);
    await undo.click();
    await expect.poll(order).toEqual(fixture.items);
  });

  await test.step('set', async () => {
    await select(fixture.items.slice(1));
    await dialog.getByLabel(ko('info_date'), { exact: true }).fill('1987-08-15');
    await button(dialog, ko('save')).click();
    await expect.poll(order).toEqual([...fixture.items.slice(1).toSorted(), first]);
    await expect(page.getByText('1987년 8월').first()).toBeVisible();
    await button(page, ko('undo')).last().click();
    await expect.poll(order).toEqual(fixture.items);
  });

  await test.step('captioned', async () => {
    await select(fixture.items, 'item_caption');
    await dialog.getByLabel(ko('info_caption'), { exact: true }).fill('바닷가');
    await checkScreen(page, 'change captions');
    await button(dialog, ko('save')).click();
    await expect(page.getByText(ko('batch_caption_done', { count: 3 }))).toBeVisible();
    await tileOf(page, first).click();
    await expect(page.getByText('바닷가')).toBeVisible();
  });
});
