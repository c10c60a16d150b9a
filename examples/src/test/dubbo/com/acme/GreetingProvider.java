// SPDX-License-Identifier: Apache-2.0
package com.acme;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.dubbo.config.ApplicationConfig;
import org.apache.dubbo.config.ConfigCenterConfig;
import org.apache.dubbo.config.MetadataReportConfig;
import org.apache.dubbo.config.ProtocolConfig;
import org.apache.dubbo.config.ReferenceConfig;
import org.apache.dubbo.config.RegistryConfig;
import org.apache.dubbo.config.ServiceConfig;
import org.apache.dubbo.config.bootstrap.DubboBootstrap;
import org.apache.dubbo.rpc.model.ApplicationModel;

/**
 * A Dubbo provider, as small as one can be that writes everything a registry may hold: it registers as an application and by
 * interface, reports metadata, and has a configuration center. It prints {@code ready}, and ends when its input does, as it
 * would on SIGTERM.
 */
public final class GreetingProvider {
    private GreetingProvider() {}

    /**
     * Arguments: address of the registry; name of the application; port to serve at; a folder for what Dubbo keeps; and
     * what else it does: {@code rule} publishes one for itself, {@code version} provides a version and group besides,
     * {@code consumer} refers to the service as well.
     */
    public static void main(String[] arguments) throws IOException {
        String registry = "zookeeper://" + arguments[0];
        String application = arguments[1];
        int port = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        List<String> besides = List.of(arguments).subList(4, arguments.length);

        DubboBootstrap dubbo = DubboBootstrap.getInstance()
                .application(application(application))
                .registry(registry(registry, folder))
                .metadataReport(metadata(registry, folder))
                .configCenter(configuration(registry))
                .protocol(new ProtocolConfig("dubbo", port))
                .service(greeter());
        if (besides.contains("version")) {
            ServiceConfig<Outer.Greeter> versioned = greeter();
            versioned.setVersion("1.0.0");
            versioned.setGroup("blue");
            dubbo.service(versioned);
        }
        if (besides.contains("consumer")) {
            ReferenceConfig<Outer.Greeter> reference = new ReferenceConfig<>();
            reference.setInterface(Outer.Greeter.class);
            reference.setScope("remote");
            reference.setCheck(false);
            dubbo.reference(reference);
        }
        dubbo.start();
        if (besides.contains("rule")) {
            ApplicationModel.defaultModel()
                    .modelEnvironment()
                    .getDynamicConfiguration()
                    .orElseThrow()
                    .publishConfig(application + ".tag-router", "dubbo", "force: true\ntags: []\n");
        }

        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Nothing is asked of it but to end.
        }
        System.exit(0);
    }

    private static ApplicationConfig application(String name) {
        ApplicationConfig application = new ApplicationConfig(name);
        application.setRegisterMode("all");
        application.setQosEnable(false);
        application.setEnableFileCache(false);
        return application;
    }

    private static RegistryConfig registry(String address, Path folder) {
        RegistryConfig registry = new RegistryConfig(address);
        registry.setRegisterMode("all");
        registry.setFile(folder.resolve("registry.cache").toString());
        return registry;
    }

    private static MetadataReportConfig metadata(String address, Path folder) {
        MetadataReportConfig metadata = new MetadataReportConfig();
        metadata.setAddress(address);
        metadata.setFile(folder.resolve("metadata.cache").toString());
        return metadata;
    }

    private static ConfigCenterConfig configuration(String address) {
        ConfigCenterConfig configuration = new ConfigCenterConfig();
        configuration.setAddress(address);
        return configuration;
    }

    private static ServiceConfig<Outer.Greeter> greeter() {
        ServiceConfig<Outer.Greeter> service = new ServiceConfig<>();
        service.setInterface(Outer.Greeter.class);
        service.setRef(new PoliteGreeter());
        return service;
    }

    private static final class PoliteGreeter implements Outer.Greeter {
        @Override
        public String greet(String name) {
            return "Hello " + name;
        }

        @Override
        public String leave(String name) {
            return "Goodbye " + name;
        }
    }
}
