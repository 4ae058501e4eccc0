/** A place for files at a cloud, with the address at which a list of its files would be. */
export interface Bucket {
  readonly name: string;
  readonly listing: string;
}

const HOSTS: readonly (readonly [RegExp, (match: RegExpMatchArray) => Bucket])[] = [
  [
    /https?:\/\/([a-z0-9][a-z0-9.-]{1,61})\.(s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?)/g,
    ([, name = '', host]) => ({ name, listing: `https://${name}.${host}/?list-type=2&max-keys=3` }),
  ],
  [
    /https?:\/\/(s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com)\/([a-z0-9][a-z0-9.-]{1,61})/g,
    ([, host, name = '']) => ({ name, listing: `https://${host}/${name}?list-type=2&max-keys=3` }),
  ],
  [
    /https?:\/\/storage\.googleapis\.com\/([a-z0-9][\w.-]{1,61})/g,
    ([, name = '']) => ({ name, listing: `https://storage.googleapis.com/${name}?max-keys=3` }),
  ],
  [
    /https?:\/\/([a-z0-9][\w-]{1,61})\.storage\.googleapis\.com/g,
    ([, name = '']) => ({ name, listing: `https://storage.googleapis.com/${name}?max-keys=3` }),
  ],
  [
    /https?:\/\/([a-z0-9]{3,24})\.blob\.core\.windows\.net\/([a-z0-9$-]{3,63})\//g,
    ([, account = '', box = '']) => ({
      name: `${account}/${box}`,
      listing: `https://${account}.blob.core.windows.net/${box}?restype=container&comp=list&maxresults=3`,
    }),
  ],
  [
    /https?:\/\/([a-z0-9][a-z0-9.-]{1,61})\.([a-z0-9]+)\.(?:cdn\.)?digitaloceanspaces\.com/g,
    ([, name = '', region]) => ({ name, listing: `https://${name}.${region}.digitaloceanspaces.com/?max-keys=3` }),
  ],
];

/** The storage places that a page names, at most five. */
export function bucketsIn(text: string): readonly Bucket[] {
  const found = HOSTS.flatMap(([pattern, make]) => [...text.matchAll(pattern)].map(make));
  return [...new Map(found.map((bucket) => [bucket.listing, bucket])).values()].slice(0, 5);
}
