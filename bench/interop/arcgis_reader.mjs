// Reads every collection with the OGCFeatureLayer of @arcgis/core, in pages of its own size.
// Arguments: the folder of the package, the address of the service, names of the collections.

// Node 20 does not have it yet; the library takes it for given.
Promise.withResolvers ??= function withResolvers() {
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

const [folder, address, ...names] = process.argv.slice(2);
const { default: OGCFeatureLayer } = await import(`${folder}/layers/OGCFeatureLayer.js`);
const { default: esriConfig } = await import(`${folder}/config.js`);
esriConfig.log.level = "none";

async function everyFeature(layer) {
  const features = [];
  let size = null;
  let more = true;
  while (more) {
    const query = layer.createQuery();
    query.outFields = ["*"];
    if (size) {
      query.start = features.length;
      query.num = size;
    }
    const page = await layer.queryFeatures(query);
    features.push(...page.features);
    size = page.features.length;
    more = page.exceededTransferLimit;
  }
  return features;
}

for (const collectionId of names) {
  const layer = new OGCFeatureLayer({ url: address, collectionId });
  await layer.load();
  const features = await everyFeature(layer);
  const fields = layer.fields.map((field) => [field.name, field.type]);
  const rows = features.map(({ attributes }) => fields.map(([name]) => attributes[name]));
  const located = features.filter((feature) => feature.geometry).length;
  console.log(JSON.stringify({ name: collectionId, fields, rows, located }));
}
