import { deployError, links } from '../errors.ts';
import type { Step } from '../step.ts';

interface BillingInfo {
  readonly billingAccountName?: string;
  readonly billingEnabled?: boolean;
}

/** Requires the Blaze plan. A person links the billing account, because that is where they agree to pay. */
export const billing: Step = {
  id: 'billing',
  title: { ko: '요금제(Blaze)', en: 'Billing (Blaze plan)' },
  async plan({ google, facts }) {
    const info = await google.get<BillingInfo>('cloudbilling', `v1/projects/${google.project}/billingInfo`);
    if (info.billingEnabled !== true)
      throw deployError(
        '이 프로젝트에는 아직 결제 계정이 없어요. 아래 주소를 열고 ‘요금제 수정’에서 Blaze를 골라 주세요. 그다음 같은 명령을 다시 실행해 주세요.',
        "This project has no billing account yet. Open the link, choose 'Modify plan' and then Blaze. Then run the same command again.",
        links.billing(google.project),
      );
    facts.billingAccount = info.billingAccountName ?? '';
    return 'done';
  },
  apply: () => Promise.resolve(),
};
