"""Names of well-known libraries: a frame in one of them is not the service's own code.

What is not listed counts as the service's. That is the safer side: a library missed splits a group, one
listed wrongly would merge two.
"""

_JAVA = """
    java javax jakarta sun jdk kotlin kotlinx scala groovy clojure android androidx dalvik akka play junit feign okhttp3
    okio retrofit2 rx reactor freemarker liquibase oracle lombok dagger brave zipkin2 graphql
    com.sun com.oracle com.android com.google com.fasterxml com.zaxxer com.mysql com.mongodb com.rabbitmq com.amazonaws
    com.netflix com.squareup com.stripe com.azure com.datastax com.newrelic com.intellij com.codahale com.hazelcast
    com.vaadin com.typesafe com.linecorp com.querydsl com.thoughtworks com.jayway com.auth0 com.nimbusds
    org.springframework org.apache org.hibernate org.jboss org.eclipse org.postgresql org.mariadb org.h2 org.hsqldb
    org.sqlite org.slf4j org.junit org.mockito org.gradle org.codehaus org.glassfish org.aspectj org.thymeleaf
    org.flywaydb org.quartz org.bson org.mongodb org.elasticsearch org.opensearch org.redisson org.jooq org.mybatis
    org.yaml org.json org.xml org.w3c org.xerial org.keycloak org.infinispan org.bouncycastle org.testng org.wildfly
    org.reactivestreams org.joda org.scala org.http4s org.typelevel org.jetbrains org.chromium org.opentest4j
    io.netty io.grpc io.micrometer io.opentelemetry io.quarkus io.vertx io.undertow io.reactivex io.lettuce io.ktor
    io.micronaut io.smallrye io.sentry io.swagger io.jsonwebtoken io.prometheus io.dropwizard io.projectreactor
    ch.qos net.sf net.bytebuddy net.logstash redis.clients software.amazon cats.effect zio.internal
"""
JAVA = frozenset(_JAVA.split())
"""The first one or two parts of a package."""

_PHP = """
    Amp Aws Carbon Cake CodeIgniter Composer Doctrine Facade Filament Fruitcake Google Guzzle GuzzleHttp Illuminate
    Inertia Intervention Laminas Laravel League Livewire Mockery MongoDB Monolog Nette Nyholm PHPMailer PHPUnit
    PhpOffice Phalcon Predis Psr Psy Ramsey React Sentry Slim Spatie Spiral Stripe Swoole Symfony Twig Twilio
    Yiisoft Zend yii
"""
PHP = frozenset(_PHP.split())
"""The first part of a namespace."""

PHP_BUILT_IN = (
    "PDO",
    "mysqli",
    "Reflection",
    "Redis",
    "Memcached",
    "Soap",
    "SimpleXML",
    "DOM",
    "SplFile",
    "DateTime",
    "ArrayObject",
)
"""How the names of PHP's own classes begin."""

_DART = """
    flutter flutter_test flutter_bloc flutter_riverpod flutter_hooks flutter_localizations flutter_secure_storage async
    bloc hydrated_bloc characters chopper cloud_firestore cloud_functions collection dio drift equatable file
    firebase_auth firebase_core firebase_messaging firebase_storage fl_chart floor get get_it go_router google_fonts
    graphql graphql_flutter grpc hive hive_flutter hooks_riverpod http http2 image injectable intl isar json_annotation
    just_audio logging matcher meta mobx mobx_flutter mocktail objectbox path path_provider pool provider retrofit
    riverpod rxdart sembast sentry sentry_flutter shared_preferences shelf shelf_router sky_engine socket_io_client
    sqflite sqflite_common sqlite3 stack_trace state_notifier stream_channel stream_transform supabase supabase_flutter
    test test_api url_launcher vector_math video_player web_socket_channel webview_flutter workmanager
"""
DART = frozenset(_DART.split())
"""Packages of pub.dev."""
