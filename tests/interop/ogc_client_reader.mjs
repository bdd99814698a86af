// Reads collections with ogc-client, page by page of its own size, and prints what it found.
// Arguments: the folder of the package, the address of the service, {collection: most rows}.

const [folder, address, most] = process.argv.slice(2);
const { OgcApiEndpoint } = await import(`${folder}/dist/dist-node.js`);
const endpoint = new OgcApiEndpoint(address);

async function rowsOf(name, limit) {
  const found = await endpoint.getCollectionItems(name);
  const size = found.length;
  let last = found.length;
  while (size > 0 && last === size && found.length < limit) {
    const page = await endpoint.getCollectionItems(name, size, found.length);
    last = page.length;
    found.push(...page);
  }
  return found;
}

const answer = { collections: await endpoint.featureCollections, layers: {} };
for (const [name, limit] of Object.entries(JSON.parse(most))) {
  const { queryables } = await endpoint.getCollectionInfo(name);
  const features = await rowsOf(name, limit);
  answer.layers[name] = {
    fields: queryables.map((field) => [field.name, field.type]),
    names: Object.keys(features[0].properties),
    rows: features.map((feature) => Object.values(feature.properties)),
    located: features.filter((feature) => feature.geometry).length,
  };
}
console.log(JSON.stringify(answer));
