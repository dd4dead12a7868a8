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

// Authorize offers the clients that the document names, each with its secret and the scopes that it has, and to log in as one.
const DemoClients = () => ({
  wrapComponents: {
    oauth2: (Original, system) => {
      const { createElement, Component } = system.React;
      return class extends Component {
        constructor(props) {
          super(props);
          this.clients = system.specSelectors
            .specJson()
            .getIn(["components", "securitySchemes", props.name, "x-demo-clients"]);
          this.state = { client: this.clients?.keySeq().first() };
        }

        original(configs, schema, key) {
          const authSelectors = { ...this.props.authSelectors, getConfigs: () => configs };
          return createElement(Original, { ...this.props, authSelectors, schema, key });
        }

        withScopesOf(client, schema) {
          const had = (description, scope) => this.clients.get(client).includes(scope);
          return ["scopes", "allowedScopes"]
            .filter((scopes) => schema.has(scopes))
            .reduce((narrowed, scopes) => narrowed.update(scopes, (all) => all.filter(had)), schema);
        }

        render() {
          const { client } = this.state;
          const { schema } = this.props;
          if (!client || system.authSelectors.authorized().get(this.props.name)) {
            return createElement(Original, this.props);
          }
          if (schema.get("flow") === "authorizationCode") {
            return this.original({ clientId: "swagger-ui", usePkceWithAuthorizationCodeGrant: true }, schema);
          }
          const configs = {
            clientId: client,
            clientSecret: `${client}-secret`,
            scopes: this.clients.get(client).toJS(),
          };
          return createElement(
            "div",
            null,
            createElement("label", { htmlFor: "demo-client" }, "Demo client (the secrets of all are public): "),
            createElement(
              "select",
              { id: "demo-client", value: client, onChange: (event) => this.setState({ client: event.target.value }) },
              this.clients
                .keySeq()
                .map((id) => createElement("option", { key: id, value: id }, id))
                .toArray(),
            ),
            this.original(configs, this.withScopesOf(client, schema), client),
          );
        }
      };
    },
  },
});

window.onload = function () {
  window.ui = SwaggerUIBundle({
    url: "/openapi.yaml",
    dom_id: "#swagger-ui",
    deepLinking: true,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [WithoutExamplesOfOptionalParameters, DemoClients],
    layout: "BaseLayout",
  });
  window.ui.initOAuth({ usePkceWithAuthorizationCodeGrant: true });
};
