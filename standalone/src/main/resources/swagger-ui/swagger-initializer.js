// "Try it out" fills in the examples of all parameters. Those of optional ones would narrow every first try to nothing.
const WithoutExamplesOfOptionalParameters = () => {
  const strip = (parameters) => {
    for (const parameter of parameters) {
      if (!parameter.required) {
        delete parameter.example;
        delete parameter.examples;
      }
    }
  };
  const stripAll = (document) => {
    strip(Object.values(document.components?.parameters ?? {}));
    for (const path of Object.values(document.paths ?? {})) {
      strip(path.parameters ?? []);
      for (const operation of Object.values(path)) {
        strip(operation.parameters ?? []);
      }
    }
    return document;
  };
  return {
    statePlugins: {
      spec: {
        wrapActions: {
          updateJsonSpec: (update) => (document) => update(stripAll(structuredClone(document))),
        },
      },
    },
  };
};

window.onload = function () {
  window.ui = SwaggerUIBundle({
    url: "/openapi.yaml",
    dom_id: "#swagger-ui",
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [WithoutExamplesOfOptionalParameters],
    layout: "BaseLayout",
  });
};
