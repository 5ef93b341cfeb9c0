/**
 * Places that families name folders after: mountains, beaches, islands, cities, countries. Any other word is not a place: better none
 * than "서연이" on a map. From the Korea Tourism Organization's most visited places and ISO 3166.
 */
const KOREAN =
  '설악산 지리산 한라산 북한산 관악산 도봉산 덕유산 내장산 속리산 소백산 치악산 오대산 태백산 계룡산 월악산 주왕산 가야산 월출산 무등산 팔공산 금강산 백두산 ' +
  '남산 청계산 수락산 마니산 남이섬 제주 제주도 서귀포 우도 울릉도 독도 강화도 거제도 거제 남해 완도 진도 보길도 홍도 흑산도 안면도 영종도 월미도 을왕리 대부도 제부도 ' +
  '서울 부산 대구 인천 광주 대전 울산 세종 수원 성남 분당 일산 고양 용인 안양 부천 안산 평택 의정부 파주 김포 이천 여주 양평 가평 포천 춘천 원주 강릉 속초 동해 삼척 태백 ' +
  '평창 홍천 횡성 영월 철원 화천 양구 인제 고성 양양 청주 충주 제천 단양 천안 아산 공주 보령 대천 서산 태안 당진 논산 부여 전주 군산 익산 정읍 남원 무주 변산 부안 고창 목포 ' +
  '여수 순천 광양 나주 담양 보성 해남 포항 경주 김천 안동 구미 영덕 울진 문경 상주 창원 마산 진해 통영 사천 김해 밀양 양산 하동 합천 부곡 해운대 광안리 송정 경포대 경포 ' +
  '낙산 정동진 대관령 용평 한려수도 롯데월드 에버랜드 자연농원 서울랜드 어린이대공원 서울대공원 창경원 창경궁 경복궁 덕수궁 민속촌 독립기념관 여의도 한강 63빌딩 임진각 판문점 ' +
  '일본 도쿄 동경 오사카 교토 후쿠오카 삿포로 홋카이도 북해도 오키나와 대마도 중국 북경 베이징 상하이 상해 청도 칭다오 홍콩 마카오 대만 타이완 타이베이 몽골 태국 방콕 푸켓 파타야 ' +
  '베트남 하노이 다낭 호치민 나트랑 캄보디아 앙코르와트 라오스 필리핀 세부 보라카이 마닐라 싱가포르 싱가폴 말레이시아 코타키나발루 인도네시아 발리 인도 네팔 터키 튀르키예 이스탄불 ' +
  '두바이 이집트 이스라엘 호주 시드니 뉴질랜드 괌 사이판 하와이 미국 뉴욕 워싱턴 보스턴 시카고 로스앤젤레스 라스베가스 샌프란시스코 시애틀 그랜드캐년 캐나다 밴쿠버 토론토 멕시코 ' +
  '브라질 아르헨티나 페루 영국 런던 프랑스 파리 독일 베를린 뮌헨 이탈리아 로마 베네치아 피렌체 밀라노 스위스 오스트리아 스페인 바르셀로나 마드리드 포르투갈 네덜란드 벨기에 체코 ' +
  '프라하 헝가리 부다페스트 크로아티아 그리스 아테네 러시아 모스크바 블라디보스토크 덴마크 스웨덴 노르웨이 핀란드 아이슬란드 유럽';

const ENGLISH =
  'Seoraksan,Jirisan,Hallasan,Jeju,Jejudo,Seoul,Busan,Pusan,Daegu,Incheon,Gwangju,Daejeon,Ulsan,Suwon,Gangneung,Sokcho,Gyeongju,Kyongju,Jeonju,Yeosu,Everland,' +
  'Japan,Tokyo,Osaka,Kyoto,Fukuoka,Sapporo,Okinawa,China,Beijing,Shanghai,Hong Kong,Macau,Taiwan,Taipei,Mongolia,Thailand,Bangkok,Phuket,Vietnam,Hanoi,Da Nang,Cambodia,Laos,' +
  'Philippines,Cebu,Boracay,Singapore,Malaysia,Indonesia,Bali,India,Nepal,Istanbul,Dubai,Egypt,Israel,Australia,Sydney,Melbourne,New Zealand,Guam,Saipan,Hawaii,' +
  'New York,Washington,Boston,Chicago,Los Angeles,Las Vegas,San Francisco,Seattle,Grand Canyon,Yosemite,Yellowstone,Canada,Vancouver,Toronto,Mexico,Brazil,Argentina,Peru,' +
  'England,London,Scotland,Ireland,France,Paris,Germany,Berlin,Munich,Italy,Rome,Venice,Milan,Switzerland,Austria,Vienna,Spain,Barcelona,Madrid,Portugal,Lisbon,' +
  'Netherlands,Amsterdam,Belgium,Prague,Budapest,Croatia,Greece,Athens,Russia,Moscow,Denmark,Sweden,Norway,Finland,Iceland,Europe,California,Florida,Texas';

const KOREAN_NAMES = new Set(KOREAN.split(' '));
const ENGLISH_NAMES = new Map(ENGLISH.split(',').map((name) => [name.toLowerCase(), name]));

/** Suffixes that mark a place whatever its name. */
const PLACE_SUFFIXES = /^[가-힣]{1,8}(?:해수욕장|해변|계곡|휴양림|국립공원|폭포|온천|수목원|동물원|식물원|놀이공원)$/u;
/** Particles and words after a place: `제주도에서`, `속초여행`, `설악산으로`. */
const TRAILING_WORDS = /(?:에서|여행|관광|등반|가족여행|수학여행|신혼여행|으로|가서|에|편)$/u;

/** The first place named in a text, or undefined. */
export function findPlaceName(text: string): string | undefined {
  for (const word of text.match(/[\p{L}\p{N}]+/gu) ?? []) {
    for (const one of [word, word.replace(TRAILING_WORDS, '')]) {
      if (KOREAN_NAMES.has(one) || PLACE_SUFFIXES.test(one)) return one;
    }
  }
  const words = text.match(/[A-Za-z]+/g) ?? [];
  for (const [i, word] of words.entries()) {
    const found =
      ENGLISH_NAMES.get(`${word} ${words[i + 1] ?? ''}`.toLowerCase()) ?? ENGLISH_NAMES.get(word.toLowerCase());
    if (found !== undefined && /^[A-Z]/.test(word)) return found;
  }
  return undefined;
}
