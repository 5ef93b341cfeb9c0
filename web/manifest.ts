import type { ManifestOptions } from 'vite-plugin-pwa';

/** Where the phone's share sheet posts files, and the form field that holds them. */
export const SHARE_TARGET = { action: '/share-target', field: 'files' } as const;

const screenshot = (name: string, label: string, form_factor: 'narrow' | 'wide') => ({
  src: `/screenshots/${name}.webp`,
  sizes: form_factor === 'narrow' ? '720x1480' : '1280x800',
  type: 'image/webp',
  form_factor,
  label,
});

/** The web app manifest. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: '마루, 우리 가족 사진첩',
  short_name: '마루',
  description: '우리 가족의 사진과 동영상을 모아 두고 함께 보는 곳',
  lang: 'ko',
  dir: 'ltr',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#fbf8f3',
  theme_color: '#fbf8f3',
  categories: ['photo', 'lifestyle'],
  // Chrome on Android takes types only, no extensions.
  share_target: {
    action: SHARE_TARGET.action,
    method: 'POST',
    enctype: 'multipart/form-data',
    params: { files: [{ name: SHARE_TARGET.field, accept: ['image/*', 'video/*', 'audio/*'] }] },
  },
  icons: [
    { src: '/icons/any-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
    { src: '/icons/any-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
    { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    { src: '/icons/monochrome-512.png', sizes: '512x512', type: 'image/png', purpose: 'monochrome' },
  ],
  // For the dialog that offers to install the app; taken by `npm run bench -- screenshots`.
  screenshots: [
    screenshot('home-phone', '앨범', 'narrow'),
    screenshot('album-phone', '앨범 속 사진들', 'narrow'),
    screenshot('photo-phone', '사진 한 장', 'narrow'),
    screenshot('home-wide', '앨범', 'wide'),
    screenshot('album-wide', '앨범 속 사진들', 'wide'),
    screenshot('photo-wide', '사진 한 장', 'wide'),
  ],
};
