import { bokeh, flare, vignette } from '../draw/air.ts';
import { type Canvas, linear, mix, n, type Point, put, radial, shadow, soft } from '../draw/canvas.ts';
import { bowl, strawberry, tier } from '../draw/food.ts';
import { balloon, bunting, candle, cloth, PARTY, room } from '../draw/party.ts';
import { branch, flower, foliage, fruit } from '../draw/plants.ts';

/** The birthday table: a cake of two tiers with one candle, balloons, fruit. */
export function table(c: Canvas): void {
  room(c, '#f7e8d8', '#e7cdb9');
  bunting(c, [-20, 60], [1220, 40], 90);
  for (const [x, y, r, k] of [
    [150, 330, 88, 0],
    [250, 240, 74, 2],
    [70, 220, 66, 1],
    [1050, 320, 92, 3],
    [960, 230, 70, 4],
    [1140, 210, 74, 1],
    [1000, 420, 58, 5],
  ] as const)
    balloon(c, [x, y], r, PARTY[k], 760);
  cloth(c, 690, '#fff6ea', '#e3c7ae');
  bowl(
    c,
    [240, 720],
    220,
    (at, r) => {
      fruit(c, at, r, '#f08c1f', '#4a7d36');
    },
    32,
  );
  bowl(
    c,
    [975, 724],
    210,
    (at, r) => {
      strawberry(c, at, r);
    },
    30,
  );
  shadow(c, [612, 808], 320, 54, '#7a5640', 0.6);
  put(
    c,
    `<ellipse cx="600" cy="790" rx="256" ry="44" fill="${linear(c, [
      [0, '#ffffff'],
      [1, '#c9bdb2'],
    ])}"/>`,
  );
  tier(c, 600, 772, 400, 150, '#fff1e4', '#f3a9a2');
  for (let i = 0; i < 7; i++) strawberry(c, [440 + i * 53, 622 + Math.sin((Math.PI * i) / 6) * 30], 22);
  tier(c, 600, 612, 250, 120, '#fff6ec', '#f7c4b8');
  for (let i = 0; i < 5; i++) strawberry(c, [524 + i * 38, 494 + Math.sin((Math.PI * i) / 4) * 15], 18);
  candle(c, [600, 486], 92, '#e2715f');
  for (let i = 0; i < 90; i++)
    put(
      c,
      `<rect x="${n(c.chance.between(20, 1180))}" y="${n(c.chance.between(800, 890))}" width="11" height="6" rx="2" transform="rotate(${n(c.chance.between(0, 180))} ${n(c.chance.between(20, 1180))} 850)" fill="${c.chance.pick(PARTY)}"/>`,
    );
  vignette(c, 0.3, '#4a2010');
}

/** The cake near, everything else out of focus. */
export function candlelight(c: Canvas): void {
  put(
    c,
    `<rect width="1200" height="800" fill="${radial(c, [600, 250], 900, [
      [0, '#7a4a34'],
      [0.5, '#43241f'],
      [1, '#190d12'],
    ])}"/>`,
  );
  bokeh(c, [0, 0, 1200, 560], 60, [16, 60], ['#ffcf7a', '#ff9d6b', '#ffe6b0', '#e86f5c'], 0.42);
  put(
    c,
    `<rect y="660" width="1200" height="140" fill="${linear(c, [
      [0, '#5a3426'],
      [1, '#24130f'],
    ])}"/>`,
  );
  tier(c, 600, 760, 720, 250, '#f6dcc4', '#e88f84');
  for (let i = 0; i < 11; i++) strawberry(c, [300 + i * 60, 512 + Math.sin((Math.PI * i) / 10) * 62], 42);
  for (let i = 0; i < 7; i++) strawberry(c, [400 + i * 66, 470 - Math.sin((Math.PI * i) / 6) * 20], 34);
  candle(c, [600, 474], 150, '#f2b93f');
  flare(c, [600, 280], 760, '#ffb35a', 0.3);
  vignette(c, 0.6, '#100508');
}

/** Balloons that rest under the ceiling, seen from below. */
export function balloons(c: Canvas): void {
  room(c, '#eaf1f2', '#f6e6d6');
  put(
    c,
    `<rect width="800" height="130" fill="${linear(c, [
      [0, '#d8dedd'],
      [1, '#f3f3ee'],
    ])}"/>`,
  );
  bokeh(c, [0, 700, 800, 1200], 26, [20, 56], ['#ffe6c0', '#ffffff', '#f6c9b8'], 0.5);
  for (let i = 0; i < 24; i++) {
    const r = c.chance.between(58, 104);
    balloon(
      c,
      [c.chance.between(20, 780), 110 + (i / 24) * 520 + c.chance.bell() * 34],
      r,
      c.chance.pick(PARTY),
      c.chance.between(900, 1180),
    );
  }
  flare(c, [40, 200], 800, '#fff8e0', 0.4);
  vignette(c, 0.24, '#3a2418');
}

function sleeves(c: Canvas): void {
  const stripes = ['#d8323f', '#f4c542', '#3f8f5a', '#ffffff', '#3566b0', '#e77aa0', '#f4c542'] as const;
  for (const side of [-1, 1]) {
    for (const [i, colour] of stripes.entries()) {
      const at = (k: number): number => 450 + side * (96 + k * 38);
      const top = (k: number): number => 244 + k * 15;
      const low = (k: number): number => 420 + k * 17 + Math.sin(k * 0.55) * 12;
      put(
        c,
        `<path d="M${n(at(i))} ${n(top(i))}L${n(at(i + 1))} ${n(top(i + 1))}L${n(at(i + 1))} ${n(low(i + 1))}Q${n((at(i) + at(i + 1)) / 2)} ${n(low(i) + 16)} ${n(at(i))} ${n(low(i))}Z" fill="${linear(
          c,
          [
            [0, mix(colour, '#ffffff', 0.2)],
            [1, mix(colour, '#000000', 0.22)],
          ],
        )}"/>`,
      );
    }
    put(c, `<path d="M${n(450 + side * 362)} 349v198" stroke="#fff" stroke-width="13"/>`);
  }
}

/** A child's jacket with sleeves of many colours (색동저고리) on a bar, a fortune bag beside it. */
export function hanbok(c: Canvas): void {
  room(c, '#efe3d2', '#cfb89d');
  put(
    c,
    '<rect x="90" y="196" width="720" height="17" rx="8" fill="#7d5a3c"/><path d="M450 200q0 -70 26 -60" stroke="#7d5a3c" stroke-width="7" fill="none"/>',
  );
  soft(c, 16, () => {
    put(c, '<path d="M150 260L770 250L700 1010H240Z" fill="#5a3a22" fill-opacity="0.4"/>');
  });
  const skirt = linear(
    c,
    [
      [0, '#b8273c'],
      [0.25, '#e2495a'],
      [0.5, '#c22f45'],
      [0.75, '#e0505e'],
      [1, '#8e1a30'],
    ],
    true,
  );
  put(c, `<path d="M330 560Q450 540 570 560L720 1040Q450 1100 180 1040Z" fill="${skirt}"/>`);
  for (let i = 0; i < 15; i++)
    put(
      c,
      `<path d="M${n(345 + i * 15)} 566Q${n(300 + i * 21)} 800 ${n(205 + i * 35)} ${n(1046 + Math.sin((Math.PI * i) / 14) * 20)}" stroke="#7a1026" stroke-width="3" fill="none" stroke-opacity="0.4"/>`,
    );
  sleeves(c);
  put(
    c,
    `<path d="M354 240Q450 216 546 240L566 586Q450 600 334 586Z" fill="${linear(c, [
      [0, '#fbd95f'],
      [0.5, '#f2c53c'],
      [1, '#c98f22'],
    ])}"/><path d="M404 226L486 460L462 470L372 238Z M496 226L470 330L486 350L528 238Z" fill="#c4283c"/><path d="M404 226L480 446" stroke="#fff" stroke-width="13"/>`,
  );
  put(
    c,
    '<path d="M470 452q70 34 62 130q-6 90 14 210l-38 8q-22 -120 -14 -206q4 -76 -40 -118Z" fill="#b51f38"/><path d="M462 452q-44 54 -46 128q-4 70 8 150l-32 4q-16 -90 -6 -160q10 -80 58 -128Z" fill="#d23a50"/><ellipse cx="468" cy="456" rx="25" ry="17" fill="#b51f38"/>',
  );
  for (let i = 0; i < 20; i++)
    flower(c, [c.chance.between(230, 680), c.chance.between(880, 1040)], 13, 5, '#ffd76a', '#fff3c0', c.chance.next());
  flare(c, [60, 40], 1000, '#fff2d0', 0.5);
  vignette(c, 0.34, '#2a1408');
}

/** Cherry blossom against the sky, seen from the garden bench. */
export function blossom(c: Canvas): void {
  put(
    c,
    `<rect width="1200" height="800" fill="${linear(c, [
      [0, '#8cc0e8'],
      [0.6, '#cfe6f2'],
      [1, '#fbeee8'],
    ])}"/>`,
  );
  bokeh(c, [0, 0, 1200, 800], 70, [18, 60], ['#ffffff', '#ffdfe6', '#f9c3d2'], 0.45);
  const far: Point[] = [];
  soft(c, 4, () => {
    branch(c, [1240, 700], -2.6, 260, 30, '#8b6a68', far, 4);
    foliage(c, far, 26, 46, 12, ['#ffeef2', '#fbd3de', '#f3b4c8', '#e39ab4']);
  });
  const ends: Point[] = [];
  branch(c, [-30, 650], -0.62, 270, 40, '#4f3835', ends, 5);
  branch(c, [-30, 240], -0.05, 240, 26, '#4f3835', ends, 5);
  foliage(c, ends, 6, 26, 8, ['#fff4f6', '#fbd6e0', '#f2b3c6']);
  for (const [x, y] of ends)
    for (let i = 0; i < 2; i++)
      flower(
        c,
        [x + c.chance.bell() * 20, y + c.chance.bell() * 18],
        c.chance.between(15, 25),
        5,
        c.chance.pick(['#fff5f7', '#ffe3ea', '#fbcfdb']),
        '#d9587c',
        c.chance.next(),
      );
  for (let i = 0; i < 40; i++)
    put(
      c,
      `<ellipse cx="${n(c.chance.between(300, 1200))}" cy="${n(c.chance.between(200, 790))}" rx="8" ry="4.4" transform="rotate(${n(c.chance.between(0, 180))} 600 500)" fill="#ffdbe4" fill-opacity="0.9"/>`,
    );
  flare(c, [1000, 40], 800, '#fffdf0', 0.5);
  vignette(c, 0.16, '#402030');
}
