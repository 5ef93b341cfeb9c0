import { localize } from '../../bootstrap/messages.js';
import { links } from '../errors.ts';
import type { GoogleClient } from '../google/client.ts';
import { GoogleError } from '../google/google-error.ts';
import type { Change, Context, Step } from '../step.ts';

interface Budget {
  readonly name: string;
  readonly displayName?: string;
  readonly amount?: { readonly specifiedAmount?: Money };
}
interface Money {
  readonly units?: string;
  readonly currencyCode?: string;
}

/** About 10 US dollars a month. Accounts in other currencies start with the same number. */
const DEFAULT_AMOUNTS: Readonly<Record<string, number>> = { KRW: 15_000, JPY: 1_500, TWD: 300 };

/** Google writes to the billing administrators and the project's owners at these shares of the amount. */
const THRESHOLDS = [
  { thresholdPercent: 0.5, spendBasis: 'CURRENT_SPEND' },
  { thresholdPercent: 0.9, spendBasis: 'CURRENT_SPEND' },
  { thresholdPercent: 1, spendBasis: 'CURRENT_SPEND' },
  { thresholdPercent: 1, spendBasis: 'FORECASTED_SPEND' },
];

const displayNameOf = (project: string): string => `Maru ${project}`;

/** The budget that Maru created for this project, or undefined. */
export async function findBudget(google: GoogleClient, account: string): Promise<Budget | undefined> {
  const budgets = await google.list<Budget>('billingbudgets', `v1/${account}/budgets`, 'budgets');
  return budgets.find(({ displayName }) => displayName === displayNameOf(google.project));
}

async function amountOf({ args, google, facts }: Context): Promise<Required<Money>> {
  const account = await google.get<{ currencyCode?: string }>('cloudbilling', `v1/${facts.billingAccount}`);
  const currencyCode = account.currencyCode ?? 'USD';
  return { currencyCode, units: String(args.budget ?? DEFAULT_AMOUNTS[currencyCode] ?? 10) };
}

/** Runs `work`; without permission for the billing account, which may belong to somebody else, leaves a note instead. */
async function orNote<T>({ facts, notes }: Context, work: () => Promise<T>): Promise<T | 'denied'> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GoogleError && [401, 403].includes(error.status))) throw error;
    const note = localize(
      `예산 알림을 만들 권한이 없어요. 결제 계정의 주인에게 여기서 만들어 달라고 해 주세요: ${links.budgets(facts.billingAccount)}`,
      `You may not create a budget alert. Ask the owner of the billing account to create one here: ${links.budgets(facts.billingAccount)}`,
    );
    if (!notes.includes(note)) notes.push(note);
    return 'denied';
  }
}

/** Creates a monthly budget alert. It only alerts: Google's spend caps stop single services, and would lock the family out of its photos. */
export const budget: Step = {
  id: 'budget',
  title: { ko: '예산 알림', en: 'Budget alert' },
  async plan(context): Promise<'done' | 'skipped' | Change> {
    const planned = await orNote(context, async (): Promise<'done' | Change> => {
      const { units, currencyCode } = await amountOf(context);
      const existing = await findBudget(context.google, context.facts.billingAccount);
      const isSame = existing?.amount?.specifiedAmount?.units === units;
      if (existing !== undefined && (context.args.budget === undefined || isSame)) return 'done';
      const amount = Number(units).toLocaleString('en');
      const change = localize(
        `한 달에 ${amount}${currencyCode === 'KRW' ? '원' : ` ${currencyCode}`}에 가까워지면 메일로 알려요 (--budget으로 바꿀 수 있어요)`,
        `alert by email when a month gets near ${amount} ${currencyCode} (change it with --budget)`,
      );
      return { change };
    });
    return planned === 'denied' ? 'skipped' : planned;
  },
  async apply(context) {
    await orNote(context, async () => {
      const { args, google, facts } = context;
      const specifiedAmount = await amountOf(context);
      const existing = await findBudget(google, facts.billingAccount);
      if (existing === undefined)
        await google.post('billingbudgets', `v1/${facts.billingAccount}/budgets`, {
          body: {
            displayName: displayNameOf(google.project),
            budgetFilter: { projects: [`projects/${facts.number}`], calendarPeriod: 'MONTH' },
            amount: { specifiedAmount },
            thresholdRules: THRESHOLDS,
            notificationsRule: { enableProjectLevelRecipients: true },
          },
          once: true,
        });
      else if (args.budget !== undefined)
        await google.patch('billingbudgets', `v1/${existing.name}`, {
          query: { updateMask: 'amount' },
          body: { amount: { specifiedAmount } },
        });
    });
  },
};
